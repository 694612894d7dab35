namespace Mail.Testing;

/// <param name="Mail">The whole MAIL command.</param>
/// <param name="Recipients">The whole RCPT commands, refused ones too.</param>
public sealed record ReceivedMessage(string Mail, IList<string> Recipients, byte[] Content);
