using System.Collections.Frozen;
using Mail.Sieve;

namespace Mail.Processing;

/// <summary>What scripts may do here: the engine's defaults, and the ways to tell somebody that the host has.</summary>
internal static class RuleOptions
{
    public static SieveOptions Script { get; } = new()
    {
        NotifyMethods = FrozenSet.Create(StringComparer.Ordinal, "mailto", "https"),
        // By them a message is known that has come back: without, two accounts could send it round through a third server, more copies each time.
        FieldsNeverDeleted = FrozenSet.Create(StringComparer.OrdinalIgnoreCase, "Delivered-To"),
    };

    public static SieveOptions Row { get; } = Script with { RequireExtensions = false };
}
