namespace Mail.Core;

/// <summary>The kinds by their names in tables, logs and on the command line.</summary>
public static class AccessKinds
{
    public static IReadOnlyList<AccessKind> All { get; } = Enum.GetValues<AccessKind>();

    /// <summary>For example <c>client-name</c>.</summary>
    public static string Name(AccessKind kind) => kind switch
    {
        AccessKind.Client => "client",
        AccessKind.ClientName => "client-name",
        AccessKind.Helo => "helo",
        AccessKind.Sender => "sender",
        AccessKind.Recipient => "recipient",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind."),
    };

    /// <summary>Reads <see cref="Name"/>, in any case.</summary>
    public static bool TryParse(string text, out AccessKind kind)
    {
        foreach (var known in All)
        {
            if (Name(known).Equals(text.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                kind = known;
                return true;
            }
        }

        kind = default;
        return false;
    }
}
