namespace Mail.Core;

/// <summary>About whom the outcome of an attempt says something.</summary>
public enum SendScope
{
    /// <summary>The destination is well: what was refused is this message, or these recipients.</summary>
    Message,

    /// <summary>No server of the destination could be reached, or it takes nothing from us at present: other messages would fare the same.</summary>
    Destination,
}
