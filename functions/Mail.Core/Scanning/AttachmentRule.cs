namespace Mail.Core;

/// <summary>One item of the setting <c>attachments</c>.</summary>
/// <param name="Domain">Whose recipients it is for, in lower case; <c>null</c> for all.</param>
/// <param name="What">A kind's word, or an extension with its dot, in lower case.</param>
public sealed record AttachmentRule(string? Domain, string What, ScanAction Action)
{
    public override string ToString() => $"{(Domain is null ? "" : Domain + "/")}{What}={SettingText.Choice(Action)}";
}
