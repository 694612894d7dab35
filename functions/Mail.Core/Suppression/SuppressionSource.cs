namespace Mail.Core;

/// <summary>Who put an address on the suppression list.</summary>
public enum SuppressionSource
{
    /// <summary>The remote server refused it when we sent.</summary>
    Reply,

    /// <summary>A bounce came back.</summary>
    Bounce,

    Operator,
}
