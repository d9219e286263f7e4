use super::Turn;
impl Turn<'_, '_, '_> {
    pub(super) fn chathistory(&mut self) {}
    pub(super) fn markread(&mut self) {}
}
