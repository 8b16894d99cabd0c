import java.io.FileInputStream;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Holds PDFs against profiles of veraPDF: `java Vera.java 2u,ua1 a.pdf b.pdf`. One line for each profile, each rule broken and the end. */
public class Vera {
    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.OFF);
        VeraGreenfieldFoundryProvider.initialise();
        for (int number = 1; number < arguments.length; number++) {
            for (String name : arguments[0].split(",")) {
                PDFAFlavour flavour = PDFAFlavour.fromString(name);
                try (PDFAParser parser = Foundries.defaultInstance().createParser(new FileInputStream(arguments[number]), flavour)) {
                    ValidationResult result = Foundries.defaultInstance().createValidator(flavour, false).validate(parser);
                    System.out.println((result.isCompliant() ? "passes " : "fails ") + name + " " + result.getTotalAssertions());
                    for (TestAssertion item : result.getTestAssertions()) {
                        System.out.println("  " + item.getRuleId().getClause() + " " + item.getMessage());
                    }
                }
            }
        }
    }
}
