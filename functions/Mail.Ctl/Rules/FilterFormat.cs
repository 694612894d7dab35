namespace Mail.Ctl;

/// <summary>The languages that rules are imported from.</summary>
internal enum FilterFormat
{
    Procmail,

    Maildrop,

    Sieve,
}
