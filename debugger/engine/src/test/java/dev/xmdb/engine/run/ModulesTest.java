package dev.xmdb.engine.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** Finding modules; this module's test resources declare one that does not exist. */
final class ModulesTest {

    @Test
    void aModuleThatCannotBeMadeIsNamedAndLeftOut() {
        var problems = new ArrayList<String>();
        assertThat(Modules.load(problems::add)).isEmpty();
        assertThat(problems).singleElement().asString().contains("NoSuchModule");
        assertThat(Modules.load()).isEmpty();
    }
}
