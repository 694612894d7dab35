require "fileinto";
if address :contains ["from", "to", "cc", "sender"] ["lists.project.example", "@mail.example"] { fileinto "project"; }
