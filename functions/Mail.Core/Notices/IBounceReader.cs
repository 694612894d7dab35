namespace Mail.Core;

/// <summary>Reads other servers' bounces.</summary>
public interface IBounceReader
{
    /// <summary>What the message says, if it is a bounce; <c>null</c> when it is not one, or nothing can be made of it.</summary>
    /// <param name="content">Seekable; read from its start, no further than a fixed limit, and left at its start.</param>
    BounceReport? Read(Stream content);
}
