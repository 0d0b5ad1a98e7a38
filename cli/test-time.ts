/** Variable that tells the tests until when one may begin, as Unix time in milliseconds; `pipeline/tests/conftest.py` reads it too. */
export const TESTS_MAY_BEGIN_UNTIL = "GOLAZO_TESTS_MAY_BEGIN_UNTIL";
