namespace Mail.Sieve;

/// <summary>A compiled script. It does not change and may run on any number of messages at once.</summary>
public sealed class SieveScript
{
    internal SieveScript(string name, BlockNode body, IReadOnlySet<string> capabilities)
    {
        Name = name;
        Body = body;
        Capabilities = capabilities;
    }

    /// <summary>As given to the compiler; actions name it as their origin.</summary>
    public string Name { get; }

    /// <summary>What the script requires, by the names of RFC 5228 §2.10.5; of a rule row, everything that rows may use.</summary>
    public IReadOnlySet<string> Capabilities { get; }

    internal BlockNode Body { get; }
}
