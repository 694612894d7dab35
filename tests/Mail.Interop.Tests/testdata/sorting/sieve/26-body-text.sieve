require ["body", "fileinto"];
if body :text :contains ["money", "manual", "here it is"] { fileinto "text"; }
