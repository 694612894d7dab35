require ["fileinto", "variables"];
set "a" "abc"; set :upper "b" "${a}"; set :length "c" "${a}"; set :upperfirst "d" "${a}"; set :quotewildcard "e" "a*b?c";
if string :is "${b}${c}${d}" "ABC3Abc" { fileinto "${e}"; }
