namespace Mail.Core;

/// <summary>Which clients are asked to come again before their first message to somebody is taken.</summary>
public enum GreylistMode
{
    /// <summary>None.</summary>
    Off,

    /// <summary>Those about whom something speaks: no verified reverse name, or on a list of bad senders.</summary>
    Suspicious,

    /// <summary>Everyone who is not known yet.</summary>
    On,
}
