require ["fileinto", "copy"];
if header :contains "precedence" "list" { fileinto :copy "copies"; }
if header :contains "precedence" ["bulk", "junk"] { discard; }
