require ["fileinto", "relational", "comparator-i;ascii-numeric"];
if address :count "gt" :comparator "i;ascii-numeric" ["to", "cc"] "2" { fileinto "many"; }
elsif header :count "ge" :comparator "i;ascii-numeric" "received" "3" { fileinto "far"; }
