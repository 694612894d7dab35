require ["body", "fileinto"];
if body :raw :contains "unsubscribe" { fileinto "news"; } elsif body :raw :matches "*begin 644*" { fileinto "encoded"; }
