namespace Mail.Ctl;

/// <summary>What a site of one size costs in a month. Dollars, unless the name says otherwise.</summary>
/// <param name="Requests">Of storage: blobs, tables and queues.</param>
/// <param name="GBSeconds">That the functions' instances are up, with their memory.</param>
/// <param name="PerMessage">The total, by messages received and sent.</param>
/// <param name="MailMachine">A machine of one's own, without anybody's work, and without a second for when it fails.</param>
internal sealed record CostView(
    int Users,
    double Messages,
    double Requests,
    double Executions,
    double GBSeconds,
    double StoredGiB,
    double StorageRequestsCost,
    double StoredCost,
    double FunctionsCost,
    double LogsCost,
    double EgressCost,
    double EdgeCost,
    double Total,
    double PerUser,
    double PerMessage,
    double MailMachine,
    double ExchangeOnline,
    double Workspace);
