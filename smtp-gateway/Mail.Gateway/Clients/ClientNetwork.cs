using System.Net;

namespace Mail.Gateway;

/// <summary>A network by which clients are counted.</summary>
/// <param name="Multiple">How many times more than one customer's network it may have.</param>
internal readonly record struct ClientNetwork(IPNetwork Network, int Multiple);
