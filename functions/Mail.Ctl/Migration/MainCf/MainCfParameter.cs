namespace Mail.Ctl;

/// <param name="Value">Without expansion.</param>
/// <param name="Line">From 1.</param>
internal readonly record struct MainCfParameter(string Name, string Value, int Line)
{
    public string Source => $"{Name} = {Value}";
}
