require ["fileinto", "subaddress"];
if address :detail :is "to" ["shop", "news"] { fileinto "detail"; } elsif address :user :is "to" "joe" { fileinto "user"; }
