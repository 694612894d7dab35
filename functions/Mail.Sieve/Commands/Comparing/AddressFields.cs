using System.Collections.Frozen;

namespace Mail.Sieve;

/// <summary>The header fields that <c>address</c> may look at: RFC 5228 §5.1 wants it restricted to those that hold addresses.</summary>
internal static class AddressFields
{
    // RFC 5322 §3.6, §4.5; RFC 2076; RFC 6854; RFC 8098; and what mail systems add by common use.
    private static readonly FrozenSet<string> Names = new[]
    {
        "From", "Sender", "Reply-To", "To", "Cc", "Bcc",
        "Resent-From", "Resent-Sender", "Resent-Reply-To", "Resent-To", "Resent-Cc", "Resent-Bcc",
        "Return-Path", "Delivered-To", "Envelope-To", "Apparently-To", "Original-Recipient", "Errors-To", "Approved",
        "Return-Receipt-To", "Disposition-Notification-To", "Read-Receipt-To", "Mail-Followup-To", "Mail-Reply-To",
        "Abuse-Reports-To", "For-Approval", "For-Handling", "For-Comment", "Return-Receipt-Requested", "Registered-Mail-Reply-Requested-By",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Fields of one's own (<c>X-Original-To</c> and the like) are taken on trust.</summary>
    public static bool Has(string name) => Names.Contains(name) || name.StartsWith("X-", StringComparison.OrdinalIgnoreCase);
}
