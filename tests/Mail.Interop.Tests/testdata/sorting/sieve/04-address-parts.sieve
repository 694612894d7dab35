require "fileinto";
if address :domain :is "from" ["work.example", "coder.example"] { fileinto "domain"; }
if address :localpart :is ["to", "cc"] "joe" { fileinto "localpart"; }
if address :all :is "from" "ann@friends.example" { fileinto "all"; }
