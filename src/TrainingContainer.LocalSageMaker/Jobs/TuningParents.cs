using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.LocalSageMaker.State;

namespace TrainingContainer.LocalSageMaker.Jobs;

/// <summary>What the parents of a warm start have found. A parent has one definition.</summary>
internal static class TuningParents
{
    /// <summary>Reads the training jobs of all parents; null without WarmStartConfig.</summary>
    /// <param name="home">Where the parents are.</param>
    /// <param name="request">The new tuning job.</param>
    public static WarmStart? Read(LocalHome home, TuningJobRequest request) => request.WarmStartType is not { } type ? null : new WarmStart(
        type,
        [
            .. request.Parents.Select(name =>
            {
                var folder = home.TuningJob(name);
                var parent = TuningJobRequest.Read(folder.ReadRequest(), new RequestFindings());
                return new TuningTrials(home.TrainingJob, parent).Read(folder.ReadState().Jobs, parent.Definitions[0].StaticHyperParameters);
            }),
        ]);
}
