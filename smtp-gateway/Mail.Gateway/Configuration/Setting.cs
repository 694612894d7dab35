namespace Mail.Gateway;

/// <summary>One setting: an option of the command line, a variable of the environment, and how to read its value.</summary>
/// <param name="Option">For example <c>--smtp-port</c>. Goes before the variable. <c>null</c> for secrets: everybody sees the arguments of a process.</param>
/// <param name="Variable">For example <c>MAIL_SMTP_PORT</c>. An empty one counts as not set.</param>
/// <param name="Value">What stands for the value in the help, for example <c>PORT</c>.</param>
/// <param name="Help">What it means and the default.</param>
/// <param name="Expected">Completes "… is not": what to set instead.</param>
/// <param name="Apply">Gives the options with the value; <c>null</c> when the value is no good.</param>
internal sealed record Setting(
    string? Option, string Variable, string Value, string Help, string Expected, Func<GatewayOptions, string, GatewayOptions?> Apply);
