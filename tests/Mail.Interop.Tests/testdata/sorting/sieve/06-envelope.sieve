require ["envelope", "fileinto"];
if envelope :is "from" "" { fileinto "bounces"; }
elsif envelope :domain :is "from" "work.example" { fileinto "work"; }
elsif envelope :contains "to" "joe@" { fileinto "mine"; }
