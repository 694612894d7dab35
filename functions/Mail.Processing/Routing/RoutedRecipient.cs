using Mail.Core;

namespace Mail.Processing;

/// <summary>A recipient, and one of the places where his mail goes.</summary>
internal sealed record RoutedRecipient(PendingRecipient Recipient, RouteDestination Destination);
