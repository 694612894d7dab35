namespace Mail.Sieve.Procmail;

/// <param name="Weight">How much it adds; <c>null</c> for a condition that has to hold.</param>
/// <param name="Exponent">procmailsc(5): how much each further match adds, of what the one before it did.</param>
internal sealed record RcConditionResult(PatternTest Pattern, double? Weight = null, double Exponent = 0);
