//! Office Open XML (ECMA-376), the container and the languages of DOCX and XLSX files.
