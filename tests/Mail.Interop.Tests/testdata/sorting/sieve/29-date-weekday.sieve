require ["date", "fileinto"];
if date :is :originalzone "date" "weekday" ["0", "6"] { fileinto "weekend"; } elsif date :is :zone "+0000" "date" "date" "2026-03-02" { fileinto "that-monday"; }
