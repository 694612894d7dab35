require ["date", "relational", "fileinto"];
if date :value "ge" :originalzone "date" "hour" "10" { fileinto "after-ten"; }
if date :is :zone "+0000" "date" "year" "2026" { fileinto "this-year"; }
