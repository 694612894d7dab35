# Completion for bash: source this file, or copy it to /etc/bash_completion.d/.
_mailctl() {
    local line=${COMP_LINE#* }
    COMPREPLY=($(compgen -W "$(mailctl "[suggest:$((COMP_POINT - ${#COMP_WORDS[0]} - 1))]" "$line" 2>/dev/null)" -- "$2"))
}
complete -F _mailctl mailctl
