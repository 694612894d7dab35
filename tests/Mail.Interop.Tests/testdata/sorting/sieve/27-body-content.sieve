require ["body", "fileinto"];
if body :content "application/zip" :contains "PK" { fileinto "zip"; } elsif body :content "text" :contains "noon" { fileinto "noon"; }
