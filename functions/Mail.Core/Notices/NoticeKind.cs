namespace Mail.Core;

/// <summary>What a <see cref="DeliveryNotice"/> tells about all its recipients: a notice is for one occasion.</summary>
public enum NoticeKind
{
    /// <summary>Given up: <c>Action: failed</c>.</summary>
    Failure,

    /// <summary>Not delivered so far, further attempts follow: <c>Action: delayed</c>.</summary>
    Delay,

    /// <summary>Done, and the sender wants to know: <c>delivered</c>, <c>relayed</c> or <c>expanded</c>.</summary>
    Success,
}
