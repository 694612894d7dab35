using System.Globalization;
using Mail.Core;

namespace Mail.Azure;

/// <summary>Row keys of table <c>Training</c>; the partition key is the owner's.</summary>
internal static class TrainingKeys
{
    public const string Head = "head";
    public const string Ledger = "l:";
    public const string Journal = "j:";

    public static string Message(MessageKey key) => Ledger + key;

    /// <summary>In the order of the numbers.</summary>
    public static string Step(long sequence) => string.Create(CultureInfo.InvariantCulture, $"{Journal}{sequence:D19}");
}
