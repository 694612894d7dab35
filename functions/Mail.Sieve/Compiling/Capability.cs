namespace Mail.Sieve;

/// <summary>Names of extensions as scripts require them (RFC 5228 §2.10.5). They are case-sensitive.</summary>
internal static class Capability
{
    public const string Fileinto = "fileinto";
    public const string Envelope = "envelope";
    public const string EncodedCharacter = "encoded-character";
    public const string Copy = "copy";
    public const string Subaddress = "subaddress";
    public const string Variables = "variables";
    public const string Relational = "relational";
    public const string Imap4Flags = "imap4flags";
    public const string Regex = "regex";
    public const string Ihave = "ihave";
    public const string Include = "include";
    public const string Environment = "environment";
    public const string Mailbox = "mailbox";
    public const string SpecialUse = "special-use";
    public const string Fcc = "fcc";
    public const string Reject = "reject";
    public const string Ereject = "ereject";
    public const string Vacation = "vacation";
    public const string VacationSeconds = "vacation-seconds";
    public const string Enotify = "enotify";
    public const string Duplicate = "duplicate";
    public const string Body = "body";
    public const string Date = "date";
    public const string Index = "index";
    public const string EditHeader = "editheader";
    public const string Mime = "mime";
    public const string ForEveryPart = "foreverypart";
    public const string ExtractText = "extracttext";
    public const string SpamTest = "spamtest";
    public const string SpamTestPlus = "spamtestplus";
    public const string VirusTest = "virustest";

    /// <summary>RFC 5228 §2.7.3: both are there without being required, and may be required.</summary>
    public const string OctetComparator = "comparator-i;octet";

    public const string AsciiCasemapComparator = "comparator-i;ascii-casemap";
    public const string AsciiNumericComparator = "comparator-i;ascii-numeric";
    public const string UnicodeCasemapComparator = "comparator-i;unicode-casemap";
}
