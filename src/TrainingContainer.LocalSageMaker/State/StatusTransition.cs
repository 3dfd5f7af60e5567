namespace TrainingContainer.LocalSageMaker.State;

/// <summary>One item of SecondaryStatusTransitions.</summary>
/// <param name="Status">The secondary status.</param>
/// <param name="StartTime">When the job came to it.</param>
/// <param name="EndTime">When it left it; null while it is in it.</param>
/// <param name="StatusMessage">What it means, for a person.</param>
internal sealed record StatusTransition(string Status, DateTimeOffset StartTime, DateTimeOffset? EndTime, string StatusMessage);
