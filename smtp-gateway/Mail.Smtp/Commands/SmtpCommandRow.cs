namespace Mail.Smtp;

/// <summary>One line of <see cref="SmtpCommandTable"/>.</summary>
/// <param name="Word">As it is written, upper case.</param>
/// <param name="PermittedIn">The states in which it is not out of sequence.</param>
/// <param name="IsLast">Nothing may be pipelined behind it.</param>
/// <param name="IsJunk">Counts towards <see cref="SmtpServerOptions.JunkCommandLimit"/>.</param>
internal sealed record SmtpCommandRow(SmtpVerb Verb, string Word, SmtpState PermittedIn, bool IsLast = false, bool IsJunk = false);
