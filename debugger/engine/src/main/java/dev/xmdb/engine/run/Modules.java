package dev.xmdb.engine.run;

import dev.xmdb.engine.DebuggerModule;
import java.util.List;
import java.util.ServiceLoader;

/** The modules on the class path. */
public final class Modules {

    private Modules() {}

    /** Every module that {@link ServiceLoader} finds, in its order. */
    public static List<DebuggerModule> load() {
        return ServiceLoader.load(DebuggerModule.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }
}
