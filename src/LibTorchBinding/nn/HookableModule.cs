namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A module with functions that run before and after its forward pass.</summary>
        public class HookableModule<TPreHook, TPostHook> : Module
        {
            protected HookableModule(string name)
                : base(name)
            {
            }

            internal List<(HookRemover Owner, TPreHook Hook)>? PreHooks { get; private set; }

            internal List<(HookRemover Owner, TPostHook Hook)>? PostHooks { get; private set; }

            internal List<(HookRemover Owner, Action<Module> Hook)>? ModulePreHooks { get; private set; }

            internal List<(HookRemover Owner, Action<Module> Hook)>? ModulePostHooks { get; private set; }

            internal bool HasHooks { get; private set; }

            public HookRemover register_forward_pre_hook(TPreHook hook) => Add(PreHooks ??= [], hook);

            public HookRemover register_forward_hook(TPostHook hook) => Add(PostHooks ??= [], hook);

            public HookRemover register_forward_pre_hook(Action<Module> hook) => Add(ModulePreHooks ??= [], hook);

            public HookRemover register_forward_hook(Action<Module> hook) => Add(ModulePostHooks ??= [], hook);

            internal void RunModuleHooks(List<(HookRemover Owner, Action<Module> Hook)>? hooks)
            {
                foreach (var (_, hook) in hooks ?? [])
                    hook(this);
            }

            private HookRemover Add<T>(List<(HookRemover Owner, T Hook)> hooks, T hook)
            {
                var remover = new HookRemover(owner => hooks.RemoveAll(entry => entry.Owner == owner));
                hooks.Add((remover, hook));
                HasHooks = true;
                return remover;
            }

            /// <summary>Takes a hook away again.</summary>
            public class HookRemover
            {
                private readonly Action<HookRemover> _remove;

                internal HookRemover(Action<HookRemover> remove) => _remove = remove;

                public void remove() => _remove(this);
            }
        }
    }
}
