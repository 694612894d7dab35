namespace Mail.Sieve;

/// <summary>Variables by their names in lower case (RFC 5229 §3).</summary>
internal sealed class VariableSet
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public int Count => _values.Count;

    public string Get(string name) => _values.GetValueOrDefault(name, "");

    public bool Has(string name) => _values.ContainsKey(name);

    public void Set(string name, string value) => _values[name] = value;
}
