package mirrorlab.data;

/** What an episode is used for. Choices are made on validation; test is touched once. */
public enum Split {
  TRAIN,
  VALIDATION,
  TEST
}
