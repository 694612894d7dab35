namespace Mail.Azure;

/// <summary>A shared access policy with the claims Send and Listen.</summary>
/// <param name="Name">Of the policy, for example <c>mail</c>.</param>
/// <param name="Key">The base 64 text as the portal shows it: its characters, undecoded, are the key.</param>
public sealed record ServiceBusKey(string Name, string Key)
{
    /// <summary>Without the key: records are printed in logs.</summary>
    public override string ToString() => $"{Name}, ***";
}
