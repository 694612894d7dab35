require ["index", "fileinto"];
if header :index 1 :contains "received" "localhost" { fileinto "first-local"; }
if header :index 1 :last :contains "received" "by" { fileinto "last-by"; }
