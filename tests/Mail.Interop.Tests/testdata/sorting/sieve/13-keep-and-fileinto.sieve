require "fileinto";
if header :contains "subject" "a" { fileinto "a"; keep; }
