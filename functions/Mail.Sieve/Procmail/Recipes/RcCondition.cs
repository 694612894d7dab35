namespace Mail.Sieve.Procmail;

/// <param name="Text">Behind the asterisk, without the blanks around it.</param>
internal sealed record RcCondition(int Line, string Text);
