namespace Mail.Gateway;

/// <summary>A text that must not get into a log with the settings around it.</summary>
public sealed record Secret(string Value)
{
    public override string ToString() => "(secret)";
}
