namespace Mail.Ctl;

/// <summary>A header field, its value unfolded and otherwise as it was sent (encoded words are not decoded).</summary>
internal sealed record HeaderView(string Name, string Value);
