package dev.xmdb.samples.truth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.xmdb.sim.truth.Facts;
import dev.xmdb.target.guest.solaris.SolarisGuest;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every symbol of every module has its value, and there is one at every symbol's address. */
final class SymbolAgreement implements Agreement {

    @Override
    public void check(SimulatedDomain domain) {
        SolarisGuest kernel = domain.kernel();
        Map<String, Long> told = new LinkedHashMap<>();
        Map<String, Long> found = new LinkedHashMap<>();
        for (Facts symbol : domain.truth().list("symbols")) {
            String name = symbol.text("module") + '`' + symbol.text("name");
            long address = symbol.number("address");
            told.put(name, address);
            kernel.symbols()
                    .valueOf(symbol.text("module"), symbol.text("name"))
                    .ifPresent(value -> value.ifPresent(each -> found.put(name, each)));
            assertThat(kernel.symbols().merged().at(address)).as(name).isPresent();
        }
        Agreement.same("symbols", told, found);
    }
}
