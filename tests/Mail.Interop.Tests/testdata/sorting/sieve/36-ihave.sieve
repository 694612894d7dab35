require ["ihave", "fileinto"];
if ihave "nonsense-extension" { discard; } elsif ihave ["copy", "variables"] { fileinto "has"; }
