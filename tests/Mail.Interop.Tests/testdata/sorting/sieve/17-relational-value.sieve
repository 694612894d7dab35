require ["fileinto", "relational", "comparator-i;ascii-numeric"];
if header :value "lt" :comparator "i;ascii-numeric" "x-priority" "3" { fileinto "urgent"; }
if header :value "ge" :comparator "i;ascii-casemap" "importance" "b" { fileinto "late-letters"; }
